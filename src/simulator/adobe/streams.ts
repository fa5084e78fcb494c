import type { PostOptions } from "./adobe-side.ts";
import type { WebhookAnswer } from "./deliver.ts";
import type { JournalSide } from "./journal/journal.ts";
import type { RegistrationSide } from "./registration.ts";
import type { RunBook } from "./runs/run-book.ts";

/** The ways by which the app can come to hear of something. */
export interface Streams {
  /**
   * As Adobe does it: the journal keeps it, Flow Service knows the run, and the webhook gets it unless the
   * registration is disabled; then there is no answer.
   */
  readonly deliver: (body: unknown, options?: PostOptions) => Promise<WebhookAnswer | undefined>;
  /** Flow Service knows the run, and neither webhook nor journal tells of it: the journal forgets all that it has. */
  readonly lose: (body: unknown) => void;
}

interface Sides {
  readonly journal: JournalSide;
  readonly registration: RegistrationSide;
  readonly runBook: RunBook;
}

export function createStreams(
  { journal, registration, runBook }: Sides,
  post: (body: unknown, options?: PostOptions) => Promise<WebhookAnswer>,
): Streams {
  const keep = (body: unknown): void => {
    journal.add(body);
    if (typeof body === "object" && body !== null) runBook.add(body);
  };
  return {
    async deliver(body, options) {
      keep(body);
      return registration.status() === "disabled" ? undefined : post(body, options);
    },
    lose(body) {
      keep(body);
      journal.forget(journal.count());
    },
  };
}
