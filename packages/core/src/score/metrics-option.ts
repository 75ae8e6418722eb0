/** Metrics as an option. */

import { type Option, option } from '../door/option.ts'
import { isMetric, type Metric } from '../graph/contracts/metric.ts'

export const METRICS: Option<readonly Metric[]> = option<readonly Metric[], readonly Metric[]>(
  'a list of metrics, such as [accuracy]',
  (value) => Array.isArray(value) && value.every(isMetric),
  [],
) as Option<readonly Metric[]>
