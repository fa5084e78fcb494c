import type { AdobeActions, Listening } from "../slack/listening.ts";
import { createPermission } from "../slack/permission.ts";
import { createRunRetries } from "../usecases/retry-run.ts";
import { createConnectionTests } from "../usecases/test-connection.ts";
import type { Changes } from "./adobe-apis.ts";
import type { Ground } from "./ground.ts";

/** What people can have Adobe do, and who may; nothing where there are no credentials. */
export function adobeActions(
  { apis, config, client, clock, logger }: Ground,
  changes: Changes,
): Pick<Listening, "adobe" | "mayAct"> {
  const log = logger.child({ part: "slack" });
  const mayAct = createPermission({ client, clock, logger: log, config: config.slack });
  if (apis === undefined) return { mayAct };
  const common = { ...changes, onChanged: () => changes.onRecorded([]) };
  const adobe: AdobeActions = {
    retryRun: createRunRetries({ ...common, ask: apis.retryRun }),
    testConnection: createConnectionTests({ ...common, test: apis.testConnection }),
  };
  return { mayAct, adobe };
}
