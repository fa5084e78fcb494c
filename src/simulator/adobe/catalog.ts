import { Router } from "express";
import type { PlatformGate } from "./platform-gate.ts";
import type { Registry } from "./registry.ts";

/** Catalog answers with an object that has the dataset under its id. */
export function createCatalog(flows: Registry, gate: PlatformGate): Router {
  const router = Router();
  router.get(
    "/data/foundation/catalog/dataSets/:id",
    gate.guard((request, sandbox) => {
      const id = String(request.params["id"]);
      const thing = flows.find("dataSets", id, sandbox);
      return thing === undefined
        ? { status: 404, json: { title: "NotFoundError", detail: "Not found" } }
        : { status: 200, json: { [id]: thing } };
    }),
  );
  return router;
}
