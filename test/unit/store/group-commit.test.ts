import { expect, test } from "@jest/globals";
import { createGroupCommit } from "../../../src/store/group-commit.ts";

/** A store that counts its transactions and undoes those that fail. */
function countingStore(): {
  write: ReturnType<typeof createGroupCommit<string[]>>;
  rows: string[];
  transactions: () => number;
} {
  const rows: string[] = [];
  let transactions = 0;
  const write = createGroupCommit<string[]>(async (work) => {
    transactions += 1;
    const changed = [...rows];
    await work(changed);
    rows.splice(0, rows.length, ...changed);
  });
  return { write, rows, transactions: () => transactions };
}

test("a hundred writes that come together share two transactions", async () => {
  const { write, rows, transactions } = countingStore();

  await Promise.all(
    Array.from({ length: 100 }, (_, index) => write(async (tx) => tx.push(`row ${index}`))),
  );

  expect(rows).toHaveLength(100);
  expect(transactions()).toBe(2);
});

test("writes that come while one is being committed share the next", async () => {
  const { write, transactions } = countingStore();

  const first = write(async (tx) => {
    void write(async (other) => other.push("b"));
    void write(async (other) => other.push("c"));
    tx.push("a");
  });
  await first;
  await write(async () => undefined);

  expect(transactions()).toBeLessThanOrEqual(3);
});

test("each caller hears of its own result and its own failure", async () => {
  const { write, rows } = countingStore();

  const results = await Promise.allSettled([
    write(async (tx) => tx.push("one")),
    write(async (tx) => {
      tx.push("half done");
      throw new Error("planned");
    }),
    write(async (tx) => {
      tx.push("three");
      return "done";
    }),
  ]);

  expect(results).toMatchObject([
    { status: "fulfilled" },
    { status: "rejected", reason: { message: "planned" } },
    { status: "fulfilled", value: "done" },
  ]);
  expect(rows).toEqual(["one", "three"]);
});

test("nobody hears of success before the commit", async () => {
  let committed = false;
  const write = createGroupCommit<null>(async (work) => {
    await work(null);
    await new Promise((resolve) => setImmediate(resolve));
    committed = true;
  });

  await write(async () => undefined);

  expect(committed).toBe(true);
});

test("when the commit itself fails, every caller hears of it and the next write works", async () => {
  let failing = true;
  const write = createGroupCommit<null>(async (work) => {
    await work(null);
    if (failing) throw new Error("disk full");
  });

  const results = await Promise.allSettled([write(async () => 1), write(async () => 2)]);
  failing = false;

  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await expect(write(async () => 3)).resolves.toBe(3);
});
