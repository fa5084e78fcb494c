import { randomUUID } from "node:crypto";
import { Router } from "express";

/** What the app made of Adobe's request to confirm the registration. */
export interface ValidationAnswer {
  /** What the app answered the POST. */
  readonly status: number;
  /** Resolves once the app has fetched the URL. */
  readonly visited: Promise<void>;
}

export interface ValidationSide {
  readonly router: Router;
  /** A new registration's URL on this host. */
  readonly open: (origin: string) => { readonly url: string; readonly visited: Promise<void> };
  /** How often registrations were confirmed. */
  readonly visits: () => number;
}

const PATH = "/csm/registrations/validate";

/** `GET /csm/registrations/validate?id=…&challenge=…`: 200 for what was opened, 404 for all else. */
export function createValidationSide(): ValidationSide {
  const opened = new Map<string, () => void>();
  let visits = 0;
  const router = Router();
  router.get(PATH, (request, response) => {
    // The whole address as it was handed out, so that nothing but it is taken.
    const onVisit = opened.get(request.originalUrl);
    if (onVisit === undefined) {
      response.status(404).type("text").send("Not Found");
      return;
    }
    visits += 1;
    response.json({ status: "verified" });
    onVisit();
  });
  return {
    router,
    open: (origin) => {
      const [id, challenge] = [randomUUID(), randomUUID()];
      const path = `${PATH}?id=${id}&challenge=${challenge}`;
      const visited = new Promise<void>((resolve) => opened.set(path, resolve));
      return { url: `${origin}${path}`, visited };
    },
    visits: () => visits,
  };
}
