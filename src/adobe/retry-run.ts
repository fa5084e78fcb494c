import { z } from "zod";
import { FlowRunId } from "../domain/ids.ts";
import type { RetryOutcome, RetryRefusal } from "../domain/retry.ts";
import type { Logger } from "../logger.ts";
import { isId, readStartedRun } from "./answers.ts";
import { readJson } from "./json-body.ts";
import { type AdobeRequest, AdobeRequestError } from "./request.ts";

/** Asks Adobe, once, to run again what a run was to do. Never rejects. */
export type RunRetrier = (runId: FlowRunId, sandbox: string) => Promise<RetryOutcome>;

interface Parts {
  /** Must not try again by itself beyond what `once` forbids. */
  readonly request: AdobeRequest;
  readonly platformUrl: string;
  readonly logger: Logger;
}

/**
 * `POST /runs/{id}/action?op=re-trigger`
 * (https://experienceleague.adobe.com/en/docs/experience-platform/sources/api-tutorials/retry-flows). Only what
 * surely started nothing counts as refused; everything else is unknown.
 */
export function createRunRetrier({ request, platformUrl, logger }: Parts): RunRetrier {
  return async (runId, sandbox) => {
    if (!isId(runId)) return { kind: "refused", reason: "not_found" };
    const path = `/data/foundation/flowservice/runs/${runId}/action?op=re-trigger`;
    try {
      const response = await request(new URL(path, platformUrl), {
        method: "POST",
        headers: { "content-type": "application/json" },
        sandbox,
        once: true,
      });
      const outcome = await read(response);
      logger.info({ runId, status: response.status, ...outcome }, "Adobe answered a retry");
      return outcome;
    } catch (error) {
      if (!(error instanceof AdobeRequestError)) throw error;
      logger.warn({ runId, fault: error.fault }, "Adobe gave no answer to a retry");
      return withoutAnswer(error);
    }
  };
}

function withoutAnswer({ fault }: AdobeRequestError): RetryOutcome {
  switch (fault) {
    case "foreign_host":
    case "not_reached":
      return { kind: "refused", reason: "not_reached" };
    case "no_token":
      return { kind: "refused", reason: "no_token" };
    case "no_answer_in_time":
    case "no_connection":
    case "redirect":
      return { kind: "unknown" };
  }
}

const STATUS_REFUSALS: Readonly<Record<number, RetryRefusal>> = {
  401: "token_refused",
  403: "forbidden",
  404: "not_found",
  429: "rate_limited",
};

async function read(response: Response): Promise<RetryOutcome> {
  const { status } = response;
  if (status >= 500) {
    await response.body?.cancel().catch(() => undefined);
    return { kind: "unknown" };
  }
  const body = await readJson(response);
  const json = body.kind === "json" ? body.value : undefined;
  if (status >= 400) {
    return { kind: "refused", reason: statedRefusal(json) ?? STATUS_REFUSALS[status] ?? "refused" };
  }
  const started = FlowRunId.safeParse(readStartedRun(json));
  return started.success ? { kind: "started", newRunId: started.data } : { kind: "unknown" };
}

/** Adobe's services name the field for the code differently. */
const Refusal = z.object({
  errorCode: z.coerce.string().optional().catch(undefined),
  error_code: z.coerce.string().optional().catch(undefined),
  code: z.coerce.string().optional().catch(undefined),
  type: z.coerce.string().optional().catch(undefined),
});
const NUMBER = /(?<!\d)(1385|1386|1387|1388)(?!\d)/;

function statedRefusal(json: unknown): RetryRefusal | undefined {
  const { errorCode, error_code, code, type } = Refusal.safeParse(json).data ?? {};
  for (const stated of [errorCode, error_code, code, type]) {
    const number = NUMBER.exec(stated?.slice(0, 200) ?? "")?.[1];
    const known = RETRY_NUMBERS.find((each) => each === number);
    if (known !== undefined) return known;
  }
  return undefined;
}

const RETRY_NUMBERS = ["1385", "1386", "1387", "1388"] as const satisfies readonly RetryRefusal[];
