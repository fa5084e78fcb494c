/**
 * Counters and gauges in Prometheus' text format. Our own, because the usual library would add five
 * megabytes for summaries and exemplars that we do not use (ADR-0004). Labels come from closed lists
 * of ours, never from a payload.
 */
export interface Metrics {
  count(name: string, labels?: Readonly<Record<string, string>>, by?: number): void;
  /** Read anew at each scrape. */
  gauge(name: string, read: () => number | Promise<number>): void;
  render(): Promise<string>;
}

interface Described {
  readonly [name: string]: { readonly type: "counter" | "gauge"; readonly help: string };
}

export function createMetrics(described: Described): Metrics {
  const counters = new Map<string, Map<string, number>>();
  const gauges = new Map<string, () => number | Promise<number>>();

  async function samples(name: string): Promise<string[]> {
    const read = gauges.get(name);
    if (read !== undefined) return [`${name} ${await read()}`];
    return [...(counters.get(name) ?? [])].map(([labels, value]) => `${name}${labels} ${value}`);
  }

  return {
    count(name, labels = {}, by = 1) {
      const series = counters.get(name) ?? new Map<string, number>();
      const key = labelText(labels);
      series.set(key, (series.get(key) ?? 0) + by);
      counters.set(name, series);
    },
    gauge(name, read) {
      gauges.set(name, read);
    },
    async render() {
      const lines: string[] = [];
      for (const [name, { type, help }] of Object.entries(described)) {
        lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...(await samples(name)));
      }
      return `${lines.join("\n")}\n`;
    },
  };
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([key, value]) =>
      `${key}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
