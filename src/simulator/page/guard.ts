import type { NextFunction, Request, Response } from "express";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** A name that only resolves to loopback is refused: another site could point one here (DNS rebinding). */
export function onlyLoopback(request: Request, response: Response, next: NextFunction): void {
  if (isLoopback(`http://${request.get("host") ?? ""}`)) return next();
  response.status(403).type("text").send("Only 127.0.0.1 and localhost are served here.");
}

/** Another site in the same browser may send forms here, but neither JSON nor under our origin. */
export function onlyOwnOrigin(request: Request, response: Response, next: NextFunction): void {
  const origin = request.get("origin");
  const isOwn = origin === undefined || origin === `http://${request.get("host") ?? ""}`;
  if (isOwn && request.is("application/json") === "application/json") return next();
  response.status(403).type("text").send("Only the page itself may act, and in JSON.");
}

export function securityHeaders(_request: Request, response: Response, next: NextFunction): void {
  response.set({
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
  });
  next();
}

function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK.has(new URL(url).hostname);
}
