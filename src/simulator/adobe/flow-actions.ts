import { Router } from "express";
import type { PlatformGate } from "./platform-gate.ts";
import type { Registry } from "./registry.ts";
import type { Runs } from "./runs/retryable-runs.ts";

/** The documents write it in one way, the specification in the other. */
const RE_TRIGGER = new Set(["re-trigger", "RE_TRIGGER"]);
const FLOW_SERVICE = "/data/foundation/flowservice";

/** What Flow Service can be told to do: retry a run, test a connection. */
export function createFlowActions(
  { flows, runs }: { readonly flows: Registry; readonly runs: Runs },
  gate: PlatformGate,
): Router {
  const router = Router();
  router.post(
    `${FLOW_SERVICE}/runs/:id/action`,
    gate.guardAction((request, sandbox) => {
      if (request.get("content-type") !== "application/json") {
        return { status: 415, json: { message: "Content-Type must be application/json" } };
      }
      const { op } = request.query;
      if (typeof op !== "string" || !RE_TRIGGER.has(op)) {
        return { status: 400, json: { errorCode: "1434-400", message: "Unsupported operation" } };
      }
      return runs.retry(String(request.params["id"]), sandbox);
    }),
  );
  router.get(
    `${FLOW_SERVICE}/connections/:id/test`,
    gate.guardAction((request, sandbox) => {
      const connection = flows.find("connections", String(request.params["id"]), sandbox);
      return connection === undefined
        ? { status: 404, json: { errorCode: "1101-404", message: "Not found" } }
        : { status: 200, json: { result: connection["works"] } };
    }),
  );
  return router;
}
