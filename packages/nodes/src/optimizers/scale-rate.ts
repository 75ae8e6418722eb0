import { defineOptimizer, type Optimizer, placesOf, readOptions, type Transform } from '@neurite/core/define'
import { notNegative, OF } from './steering.ts'

/**
 * A rate of their own for some parameters: u ← by · u for those that `of` names, behind the optimizer whose steps are u. With 0 they
 * stand still, though what an optimizer keeps of them goes on. Throws INVALID_OPTION.
 *
 * @example
 * network(g, { optimizer: chain(adam(), scaleRate({ of: ['conv/*'], by: 0.1 }), scaleRate({ of: ['*:bias'], by: 2 })) })
 */
export function scaleRate(given: { readonly of: readonly string[]; readonly by: number }): Optimizer {
  const { of, by } = readOptions(given, 'scaleRate', { of: { ...OF, required: true }, by: notNegative })
  return defineOptimizer({ name: 'scaleRate', options: { of: [...of], by }, steering: { by: notNegative }, transform })
}

function transform({
  gradients,
  hyperparameters,
  options,
  graph,
  updates,
}: Transform<{ readonly of: readonly string[]; readonly by: number }>): void {
  const by = hyperparameters.by as number
  const isOf = placesOf(graph).select(options.of)
  for (let i = 0; i < updates.length; i++)
    updates[i] = isOf[i] === 1 ? by * (gradients[i] as number) : (gradients[i] as number)
}
