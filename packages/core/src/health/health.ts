/** The health of a training while it runs, as a stream. */

import { concatMap, filter, from, type Observable } from 'rxjs'
import { engineOf } from '../engine/engine-of.ts'
import type { Trainable } from '../engine/trainable.ts'
import { Reported } from '../flow/reported.ts'
import { inside } from '../step/inside.ts'
import type { Step } from '../step/step.ts'
import { Checks } from './checks.ts'
import type { Finding } from './finding.ts'
import type { HealthOptions } from './health-options.ts'
import { observed } from './observed.ts'

/**
 * What goes wrong while a network learns, as it is found: each finding with its cause and the way out. It looks into every
 * update while somebody listens, and ends with them. Throws INVALID_OPTION.
 *
 * @example
 * health(net).subscribe(({ step, name, node, cause, wayOut }) => console.warn(step, name, node, cause, wayOut))
 */
export function health(net: Trainable, options?: HealthOptions): Observable<Finding> {
  const own = engineOf(net, 'health')
  return new Reported<Finding>((subscriber) => {
    const checks = new Checks(options)
    const updates = own.update$.pipe(
      filter(() => own.last !== null),
      concatMap(() => from(checks.observe(observed(own.last as Step, inside(own.machine))))),
    )
    return updates.subscribe(subscriber)
  }, own.transition.turn.report)
}
