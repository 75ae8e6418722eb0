/** The functions whose bits are the same on every machine, for definitions of one's own. Import it as `@neurite/core/math`. */

export { exp, log, log1p, sigmoid, softplus, tanh } from '../numerics/transcendental.ts'
