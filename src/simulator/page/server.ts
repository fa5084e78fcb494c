import path from "node:path";
import express, { Router } from "express";
import { act } from "./act.ts";
import { PageAction } from "./action.ts";
import type { ActionResult } from "./contract.ts";
import { onlyOwnOrigin, securityHeaders } from "./guard.ts";
import type { PageContext } from "./page-context.ts";
import { createStream } from "./stream.ts";

/** The demo page and what it talks to; `contract.ts` says what goes over the wire. */
export function createPageRouter(context: PageContext): Router {
  const files = { index: false, dotfiles: "deny", cacheControl: false } as const;
  const router = Router();
  router.use(["/assets", "/page"], securityHeaders);
  router.get("/", securityHeaders, (_request, response) => {
    response.sendFile(path.resolve(context.assetsDir, "index.html"), { cacheControl: false });
  });
  router.use("/assets/browser", express.static(context.browserDir, files));
  router.use("/assets", express.static(context.assetsDir, files));
  router.get("/page/stream", createStream(context));
  router.post(
    "/page/act",
    onlyOwnOrigin,
    express.json({ limit: "1mb" }),
    async (request, response) => {
      response.json(await answer(context, request.body));
    },
  );
  return router;
}

async function answer(context: PageContext, body: unknown): Promise<ActionResult> {
  const parsed = PageAction.safeParse(body);
  if (parsed.success) return act(context, parsed.data);
  const [issue] = parsed.error.issues;
  return { ok: false, error: `That is no action: ${issue?.path.join(".")} ${issue?.message}` };
}
