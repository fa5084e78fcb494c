interface Deadline {
  readonly signal: AbortSignal;
  /** The time ran out; otherwise it was ended from outside. */
  readonly isOver: () => boolean;
}

/**
 * Time limits for calls, all of them ended at once by `closing`. Not `AbortSignal.any`: each use of that
 * leaves something behind for as long as `closing` lives.
 */
export function createDeadlines(closing?: AbortSignal): (timeoutMs: number) => Deadline {
  const open = new Set<AbortController>();
  closing?.addEventListener("abort", () => {
    for (const controller of open) controller.abort();
  });
  return (timeoutMs) => {
    const controller = new AbortController();
    let isOver = false;
    open.add(controller);
    if (closing?.aborted === true) controller.abort();
    // An answer that was read by then does not mind.
    setTimeout(() => {
      isOver = !controller.signal.aborted;
      open.delete(controller);
      controller.abort();
    }, timeoutMs).unref();
    return { signal: controller.signal, isOver: () => isOver };
  };
}
