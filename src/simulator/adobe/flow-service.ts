import { Router } from "express";
import type { PlatformGate } from "./platform-gate.ts";
import type { Registry, Resource } from "./registry.ts";

const RESOURCES = [
  "flows",
  "sourceConnections",
  "connectionSpecs",
  "targetConnections",
] as const satisfies readonly Resource[];

/** Flow Service answers a question for one thing with a list of one. */
export function createFlowService(flows: Registry, gate: PlatformGate): Router {
  const router = Router();
  for (const resource of RESOURCES) {
    router.get(
      `/data/foundation/flowservice/${resource}/:id`,
      gate.guard((request, sandbox) => {
        const thing = flows.find(resource, String(request.params["id"]), sandbox);
        return thing === undefined
          ? { status: 404, json: { errorCode: "1100-404", message: "Not found" } }
          : { status: 200, json: { items: [thing] } };
      }),
    );
  }
  return router;
}
