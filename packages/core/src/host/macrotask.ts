/** Lets everything else have its turn: input, timers, painting, requests. */

/** Runs `work` as a task of its own, as soon as the host can; the function that comes back cancels it. */
export function macrotask(work: () => void): () => void {
  if (typeof setImmediate === 'function') {
    const handle = setImmediate(work)
    return () => clearImmediate(handle)
  }
  // A page: a message to oneself is not slowed down as nested timers are.
  const { port1, port2 } = new MessageChannel()
  const receive = (): void => {
    port1.close()
    work()
  }
  port1.addEventListener('message', receive)
  port1.start()
  port2.postMessage(null)
  return () => port1.close()
}
