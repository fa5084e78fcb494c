import { Router } from "express";
import type { Batches, SimulatedBatch } from "./batches/batches.ts";
import type { PlatformGate } from "./platform-gate.ts";
import type { Registry } from "./registry.ts";

/** Catalog answers with an object that has the dataset under its id. */
export function createCatalog(
  { flows, batches }: { readonly flows: Registry; readonly batches: Batches },
  gate: PlatformGate,
): Router {
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
  router.get(
    "/data/foundation/catalog/batches/:id",
    gate.guard((request, sandbox) => {
      const batch = batches.find(String(request.params["id"]), sandbox);
      return batch === undefined
        ? { status: 404, json: { title: "NotFoundError", detail: "Not found" } }
        : { status: 200, json: { [batch.batchId]: toCatalog(batch) } };
    }),
  );
  return router;
}

function toCatalog({ batchId, status, failedRecordCount = 0, errors }: SimulatedBatch): object {
  return {
    id: batchId,
    status,
    tags: { acp_enableErrorDiagnostics: true, acp_partialIngestionPercent: 5 },
    metrics: { inputRecordCount: 100, failedRecordCount },
    version: "1.0.5",
    ...(errors === undefined ? {} : { errors }),
  };
}
