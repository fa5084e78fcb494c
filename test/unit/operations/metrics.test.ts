import { expect, test } from "@jest/globals";
import { createMetrics } from "../../../src/operations/metrics.ts";

const described = {
  seen_total: { type: "counter", help: "Things that were seen." },
  waiting: { type: "gauge", help: "Things that wait." },
} as const;

test("each figure has its help and type, in the order of the description, and ends in a line break", async () => {
  const metrics = createMetrics(described);
  metrics.gauge("waiting", () => 3);
  metrics.count("seen_total");

  expect(await metrics.render()).toBe(
    [
      "# HELP seen_total Things that were seen.",
      "# TYPE seen_total counter",
      "seen_total 1",
      "# HELP waiting Things that wait.",
      "# TYPE waiting gauge",
      "waiting 3",
      "",
    ].join("\n"),
  );
});

test("a figure that nothing was counted for is described without a sample", async () => {
  const text = await createMetrics(described).render();

  expect(text).toContain("# TYPE seen_total counter\n# HELP waiting");
});

test("counts add up for each combination of labels by itself", async () => {
  const metrics = createMetrics(described);

  metrics.count("seen_total", { outcome: "recorded" });
  metrics.count("seen_total", { outcome: "recorded" }, 4);
  metrics.count("seen_total", { outcome: "refused" });
  metrics.count("seen_total", { outcome: "refused", side: "adobe" }, 2);

  const samples = (await metrics.render()).split("\n").filter((line) => !line.startsWith("#"));
  expect(samples).toEqual([
    'seen_total{outcome="recorded"} 5',
    'seen_total{outcome="refused"} 1',
    'seen_total{outcome="refused",side="adobe"} 2',
    "",
  ]);
});

test("a gauge is read anew at each scrape, also where reading takes time", async () => {
  const metrics = createMetrics(described);
  let value = 1;
  metrics.gauge("waiting", async () => value);

  const first = await metrics.render();
  value = 2;
  const second = await metrics.render();

  expect(first).toContain("\nwaiting 1\n");
  expect(second).toContain("\nwaiting 2\n");
});

test("a label cannot break the format", async () => {
  const metrics = createMetrics(described);

  metrics.count("seen_total", { what: 'a "b" \\ c\nd' });

  expect(await metrics.render()).toContain('seen_total{what="a \\"b\\" \\\\ c\\nd"} 1\n');
});

test("a gauge that cannot be read fails the scrape, it does not lie", async () => {
  const metrics = createMetrics(described);
  metrics.gauge("waiting", () => Promise.reject(new Error("the store is away")));

  await expect(metrics.render()).rejects.toThrow("the store is away");
});
