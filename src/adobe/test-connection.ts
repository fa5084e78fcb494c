import type { ConnectionTest, TestRefusal } from "../domain/connection-test.ts";
import type { FlowId } from "../domain/ids.ts";
import type { Logger } from "../logger.ts";
import { isId, readBaseConnection, readConnectionTest, readFlow } from "./answers.ts";
import { readJson } from "./json-body.ts";
import { type AdobeRequest, AdobeRequestError } from "./request.ts";

/** Lets Adobe try the connection to a flow's source. Never rejects. */
export type ConnectionTester = (flowId: FlowId, sandbox: string) => Promise<ConnectionTest>;

interface Parts {
  readonly lookUp: AdobeRequest;
  /** Has the time to log in at the source. */
  readonly test: AdobeRequest;
  readonly platformUrl: string;
  readonly logger: Logger;
}

type Answer =
  | { readonly kind: "found"; readonly json: unknown }
  | { readonly kind: "not_tested"; readonly reason: TestRefusal };

const FLOW_SERVICE = "/data/foundation/flowservice";

/**
 * The flow names its source connection, that one its base connection, and
 * `GET /connections/{id}/test` answers `{"result": true}`
 * (https://developer.adobe.com/experience-platform-apis/references/flow-service/).
 */
export function createConnectionTester(parts: Parts): ConnectionTester {
  const { lookUp, platformUrl, logger } = parts;

  async function ask(request: AdobeRequest, path: string, sandbox: string): Promise<Answer> {
    try {
      const response = await request(new URL(`${FLOW_SERVICE}${path}`, platformUrl), { sandbox });
      return await read(response);
    } catch (error) {
      if (!(error instanceof AdobeRequestError)) throw error;
      const reason = error.fault === "no_token" ? "no_token" : "no_answer";
      return { kind: "not_tested", reason };
    }
  }

  async function find(
    resource: string,
    { id, sandbox }: { readonly id: string; readonly sandbox: string },
    parse: (json: unknown) => string | undefined,
  ): Promise<string | Exclude<Answer, { kind: "found" }>> {
    const answer = await ask(lookUp, `/${resource}/${id}`, sandbox);
    if (answer.kind === "not_tested") return answer;
    return parse(answer.json) ?? { kind: "not_tested", reason: "no_connection_known" };
  }

  async function test(flowId: FlowId, sandbox: string): Promise<ConnectionTest> {
    if (!isId(flowId)) return { kind: "not_tested", reason: "no_connection_known" };
    const source = await find("flows", { id: flowId, sandbox }, (json) => readFlow(json)?.sourceId);
    if (typeof source !== "string") return source;
    const base = await find("sourceConnections", { id: source, sandbox }, readBaseConnection);
    if (typeof base !== "string") return base;
    const answer = await ask(parts.test, `/connections/${base}/test`, sandbox);
    if (answer.kind === "not_tested") return answer;
    const works = readConnectionTest(answer.json);
    return works === undefined
      ? { kind: "not_tested", reason: "not_understood" }
      : { kind: "tested", works };
  }

  return async (flowId, sandbox) => {
    const tested = await test(flowId, sandbox);
    logger.info({ flowId, ...tested }, "connection to a source tested");
    return tested;
  };
}

const STATUS_REFUSALS: Readonly<Record<number, TestRefusal>> = {
  401: "token_refused",
  403: "forbidden",
  404: "no_connection_known",
  429: "rate_limited",
};

async function read(response: Response): Promise<Answer> {
  const { status } = response;
  if (status !== 200) {
    await response.body?.cancel().catch(() => undefined);
    const reason = STATUS_REFUSALS[status] ?? (status >= 500 ? "no_answer" : "not_understood");
    return { kind: "not_tested", reason };
  }
  const body = await readJson(response);
  return body.kind === "json"
    ? { kind: "found", json: body.value }
    : { kind: "not_tested", reason: "not_understood" };
}
