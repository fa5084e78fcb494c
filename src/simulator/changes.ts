export interface Changes {
  readonly touch: () => void;
  /** Returns how to stop listening. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Tells whoever waits that anything of the simulator's state has changed; what has, they look up themselves. */
export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  return {
    touch: () => {
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

export interface WaitOptions {
  readonly timeoutMs?: number;
  readonly what?: string;
}

interface WaitParts {
  readonly changes: Changes;
  /** Put into the error, so that a failed test says what there was instead. */
  readonly describe: () => string;
}

const DEFAULT_TIMEOUT_MS = 5_000;

/** Runs the probe now and after each change, until it gives something. */
export function createWaitFor({ changes, describe }: WaitParts) {
  return <T>(probe: () => T | undefined | false, options: WaitOptions = {}): Promise<T> =>
    new Promise((resolve, reject) => {
      const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
      const stop = (): void => {
        clearTimeout(timer);
        unsubscribe();
      };
      const fail = (error: Error): void => {
        stop();
        reject(error);
      };
      const attempt = (): void => {
        try {
          const found = probe();
          if (found === undefined || found === false) return;
          stop();
          resolve(found);
        } catch (error) {
          fail(error instanceof Error ? error : new Error("the probe failed", { cause: error }));
        }
      };
      const timer = setTimeout(() => {
        const what = options.what ?? "the probe to give a value";
        fail(new Error(`waited ${timeoutMs} ms for ${what}; there is:\n${describe()}`));
      }, timeoutMs);
      const unsubscribe = changes.subscribe(attempt);
      attempt();
    });
}
