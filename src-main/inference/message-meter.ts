/** A process that works sends about twenty a second, and two more for each row that ends. */
const mostASecond = 2_000

/** Counts the messages of a process; false once there are more in a second than work can give. */
export function createMessageMeter() {
  let since = performance.now()
  let count = 0

  return function isBearable(): boolean {
    const now = performance.now()
    if (now - since >= 1_000) {
      since = now
      count = 0
    }
    return ++count <= mostASecond
  }
}
