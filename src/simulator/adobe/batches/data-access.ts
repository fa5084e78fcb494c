import { type Request, Router } from "express";
import type { Answer, PlatformGate } from "../platform-gate.ts";
import type { Batches, SimulatedBatch } from "./batches.ts";

const BASE = "/data/foundation/export/batches/:id";
const PAGE_SIZE = 100;
/** Paths in one of the files that list what was submitted. */
const PATHS_IN_A_LIST = 50;

type Files = Readonly<Record<string, readonly unknown[]>>;

/** Data Access, as far as diagnostics go: listings of at most a hundred names, and files of JSON lines. */
export function createDataAccess(batches: Batches, gate: PlatformGate): Router {
  const router = Router();
  const answer =
    (serve: (batch: SimulatedBatch, request: Request) => Answer) =>
    (request: Request, sandbox: string): Answer => {
      const batch = batches.find(String(request.params["id"]), sandbox);
      return batch === undefined ? notFound() : serve(batch, request);
    };
  router.get(`${BASE}/failed`, gate.guard(answer(serveFailed)));
  router.get(`${BASE}/meta`, gate.guard(answer(serveMeta)));
  return router;
}

function serveFailed(batch: SimulatedBatch, request: Request): Answer {
  const files = batch.failed ?? {};
  const wanted = queried(request, "path");
  return wanted === undefined ? listing(batch, files, request) : file(files, wanted);
}

function serveMeta(batch: SimulatedBatch, request: Request): Answer {
  const wanted = queried(request, "path");
  const folders: Readonly<Record<string, Files>> = {
    input_files: inputLists(batch),
    row_errors: batch.rowErrors ?? {},
  };
  if (wanted === undefined) {
    return listing(
      batch,
      Object.fromEntries(Object.keys(folders).map((name) => [name, []])),
      request,
    );
  }
  const [folder = "", name] = wanted.split(/\/(.*)/s);
  const files = Object.hasOwn(folders, folder) ? folders[folder] : undefined;
  if (files === undefined) return notFound();
  return name === undefined ? listing(batch, files, request) : file(files, name);
}

function inputLists({ inputFiles = [] }: SimulatedBatch): Files {
  const lists = Math.ceil(inputFiles.length / PATHS_IN_A_LIST);
  return Object.fromEntries(
    Array.from({ length: lists }, (_, at) => [
      `fileMetaData${at + 1}.json`,
      inputFiles.slice(at * PATHS_IN_A_LIST, (at + 1) * PATHS_IN_A_LIST).map((path) => ({ path })),
    ]),
  );
}

function listing(
  { batchId, endless = false }: SimulatedBatch,
  files: Files,
  request: Request,
): Answer {
  const start = Number(queried(request, "start") ?? 0);
  const limit = Number(queried(request, "limit") ?? PAGE_SIZE);
  const isFair = Number.isInteger(start) && start >= 0 && limit >= 1 && limit <= PAGE_SIZE;
  if (!isFair) return { status: 400, json: { title: "Bad Request", detail: "start or limit" } };
  const names = endless
    ? Array.from({ length: limit }, (_, at) => `part-${start + at}.json`)
    : Object.keys(files).slice(start, start + limit);
  const hasMore = endless || Object.keys(files).length > start + limit;
  const href = (path: string): string =>
    `https://platform.adobe.io:443/data/foundation/export/batches/${batchId}/${path}`;
  return {
    status: 200,
    json: {
      data: names.map((name) => ({
        name,
        length: String(toLines(files[name] ?? []).length),
        _links: { self: { href: href(`failed?path=${encodeURIComponent(name)}`) } },
      })),
      _page: { limit, count: names.length },
      ...(hasMore ? { _links: { next: { href: href(`meta?start=${start + limit}`) } } } : {}),
    },
  };
}

function file(files: Files, name: string): Answer {
  const rows = Object.hasOwn(files, name) ? files[name] : undefined;
  return rows === undefined ? notFound() : { status: 200, json: rows, text: toLines(rows) };
}

function toLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${typeof row === "string" ? row : JSON.stringify(row)}\n`).join("");
}

function notFound(): Answer {
  return { status: 404, json: { title: "NotFoundError", detail: "The path is not found." } };
}

function queried(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === "string" ? value : undefined;
}
