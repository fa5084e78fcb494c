import type { StoredMessage } from "../../src/simulator/slack/workspace/stored.ts";
import { DANA } from "./builders.ts";
import type { Flowrun } from "./start-flowrun.ts";

/** Types a command and waits for what only this person is told. */
export async function ask(
  { simulator }: Pick<Flowrun, "simulator">,
  command: string,
  user: string = DANA,
): Promise<StoredMessage> {
  const { slack } = simulator;
  const before = slack.ephemerals(user).length;
  const { status } = await slack.command(user, command);
  if (status !== 200) throw new Error(`${command} was answered ${status}`);
  return slack.waitFor(() => slack.ephemerals(user)[before], { what: `an answer to ${command}` });
}

/** The figure that `/metrics` shows for one sample; 0 where there is none. */
export async function metric({ url }: Pick<Flowrun, "url">, sample: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split("\n").find((each) => each.startsWith(`${sample} `));
  return line === undefined ? 0 : Number(line.slice(sample.length));
}
