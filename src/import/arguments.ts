import { parseArgs } from "node:util";

export type Asked =
  | { readonly kind: "import"; readonly days: number; readonly sandboxes: readonly string[] }
  | { readonly kind: "help" }
  | { readonly kind: "wrong"; readonly reason: string };

const MOST_DAYS = 365;
const DEFAULT_DAYS = "30";
const DEFAULT_SANDBOXES = ["prod"];

export const USAGE = `Usage: npm run import -- [--days <number>] [--sandbox <name>]...

Fills Flowrun's store with the flow runs of the last days from Adobe's Flow Service, and with the names of
their flows. Nothing of it is told in Slack. Stop Flowrun first: only one process can have the data folder open.

  --days <number>    how far back, 1 to ${MOST_DAYS}; default ${DEFAULT_DAYS}
  --sandbox <name>   the sandbox to read, may be given several times; default ${DEFAULT_SANDBOXES.join(", ")}
  --help             this text

The settings are those of Flowrun; ADOBE_CLIENT_SECRET and ADOBE_ORG_ID are needed. What was stopped goes on
where it ended when it is started again.

Exit status: 0 done, 1 could not be done, 2 wrong arguments, 130 stopped by Ctrl-C, 143 by SIGTERM.
`;

export function parseArguments(args: readonly string[]): Asked {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        days: { type: "string", default: DEFAULT_DAYS },
        sandbox: { type: "string", multiple: true, default: DEFAULT_SANDBOXES },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    return toPlan(values);
  } catch (error) {
    // Node's own words name the argument, and where it may be written otherwise, how.
    return { kind: "wrong", reason: error instanceof Error ? error.message : String(error) };
  }
}

function toPlan({ days, sandbox }: { days: string; sandbox: readonly string[] }): Asked {
  const count = /^\d{1,3}$/.test(days) ? Number(days) : 0;
  if (count < 1 || count > MOST_DAYS) {
    return { kind: "wrong", reason: `--days must be a whole number from 1 to ${MOST_DAYS}.` };
  }
  const odd = sandbox.find((name) => !/^[\w-]{1,100}$/.test(name));
  if (odd !== undefined) {
    return { kind: "wrong", reason: `--sandbox must be a sandbox's name, such as prod.` };
  }
  return { kind: "import", days: count, sandboxes: [...new Set(sandbox)] };
}
