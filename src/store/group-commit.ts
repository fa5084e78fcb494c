/** Larger groups save no more disk syncs worth having, and keep everybody waiting longer. */
const LARGEST_GROUP = 64;

interface Unit<Tx> {
  /** Runs inside the shared transaction; what it comes to is kept until the commit. */
  run(tx: Tx): Promise<void>;
  committed(): void;
  failed(error: unknown): void;
}

/**
 * Joins writes that arrive together into one transaction, so that they share one disk sync.
 * When one of a group fails, the group is undone and each is tried alone: a bad one does not hurt
 * its neighbours. A write may therefore run twice.
 */
export function createGroupCommit<Tx>(
  transaction: (work: (tx: Tx) => Promise<void>) => Promise<void>,
): <T>(work: (tx: Tx) => Promise<T>) => Promise<T> {
  const queue: Unit<Tx>[] = [];
  let draining = false;

  async function drain(): Promise<void> {
    draining = true;
    // Lets every request that has arrived in this turn of the event loop join the first group.
    await new Promise((resolve) => setImmediate(resolve));
    for (let group = queue.splice(0, LARGEST_GROUP); group.length > 0; ) {
      await commit(group);
      group = queue.splice(0, LARGEST_GROUP);
    }
    draining = false;
  }

  async function commit(group: readonly Unit<Tx>[]): Promise<void> {
    try {
      await transaction(async (tx) => {
        for (const unit of group) await unit.run(tx);
      });
    } catch (error) {
      const [first] = group;
      if (group.length === 1 && first !== undefined) first.failed(error);
      else for (const unit of group) await commit([unit]);
      return;
    }
    for (const unit of group) unit.committed();
  }

  return (work) =>
    new Promise((resolve, reject) => {
      let finish: () => void = () => undefined;
      queue.push({
        async run(tx) {
          const result = await work(tx);
          finish = () => resolve(result);
        },
        committed: () => finish(),
        failed: reject,
      });
      if (!draining) void drain();
    });
}
