/** Whether a value that may be anything has the form of a definition. */

import { isObject } from '../../door/option.ts'
import { isActivation } from './activation.ts'
import { isInitializer } from './initializer.ts'
import type { NodeKind, ParameterDeclaration } from './kind.ts'
import type { Loss } from './loss.ts'

function isComputation(value: unknown): boolean {
  if (!isObject(value)) return false
  if (value.form === 'source') return true
  if (value.form === 'affine') return isActivation(value.activation)
  return value.form === 'custom' && typeof value.forward === 'function' && typeof value.backward === 'function'
}

function isDeclaration(value: unknown): value is ParameterDeclaration {
  if (!isObject(value) || typeof value.name !== 'string' || !isInitializer(value.start)) return false
  const { per, count } = value
  return (per === 'node' || per === 'edge') && (typeof count === 'number' || typeof count === 'function')
}

/** Whether it is a kind, whole. */
export function isKind(value: unknown): value is NodeKind {
  if (!isObject(value) || value.type !== 'kind' || typeof value.name !== 'string' || !isObject(value.options))
    return false
  const { fanIn } = value
  if (!isObject(fanIn) || typeof fanIn.min !== 'number' || typeof fanIn.max !== 'number') return false
  const { parameters } = value
  return Array.isArray(parameters) && [...parameters].every(isDeclaration) && isComputation(value.computation)
}

/** Whether it is a loss, whole. */
export function isLoss(value: unknown): value is Loss {
  if (!isObject(value) || value.type !== 'loss' || typeof value.name !== 'string' || !isObject(value.options))
    return false
  return typeof value.forward === 'function' && typeof value.backward === 'function'
}
