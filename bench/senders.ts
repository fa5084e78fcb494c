import { Agent, request } from "node:http";

export interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Posts each once, `senders` at a time, and answers with how long each took, in milliseconds. */
export async function postAll(
  url: string,
  notifications: readonly Signed[],
  senders: number,
): Promise<{ readonly latencies: number[]; readonly seconds: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  const waiting = [...notifications];
  const latencies: number[] = [];
  const startedAt = performance.now();
  async function sendOn(): Promise<void> {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const sentAt = performance.now();
      const status = await post(url, next, agent);
      if (status !== 200) throw new Error(`answered ${status}`);
      latencies.push(performance.now() - sentAt);
    }
  }
  await Promise.all(Array.from({ length: senders }, sendOn));
  const seconds = (performance.now() - startedAt) / 1_000;
  agent.destroy();
  return { latencies, seconds };
}

function post(url: string, { headers, body }: Signed, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(new URL("/webhooks/adobe", url), { method: "POST", headers, agent });
    sending.once("error", reject);
    sending.once("response", (answer) => {
      answer.resume().once("end", () => resolve(answer.statusCode ?? 0));
    });
    sending.end(body);
  });
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
