/** The webhook brought nothing while the journal did. */
export interface WebhookSilence {
  /** When the first of them was read in the journal. */
  readonly since: number;
  /** How many notifications only the journal had. */
  readonly count: number;
  readonly toldAt: number;
}

/** How far a journal has been read. */
export interface JournalPlace {
  /** The journal's own address. */
  readonly journal: string;
  /** The address to read next. */
  readonly next: string;
  /** When last everything was read that there was. */
  readonly completeAt?: number;
  /** Present while it lasts. */
  readonly silence?: WebhookSilence;
}

export interface JournalQueries {
  findPlace(journal: string): Promise<JournalPlace | undefined>;
  savePlace(place: JournalPlace): Promise<void>;
  /** Notifications that only the journal brought, read after one instant and up to another. */
  onlyInJournal(span: {
    readonly after: number;
    readonly upTo: number;
  }): Promise<{ readonly count: number; readonly since: number } | undefined>;
}

/** What the journal no longer holds, although we had not read it. Instants; `from` absent: never read whole. */
export interface JournalGap {
  readonly from?: number;
  readonly until: number;
}

/** What is read from Flow Service's list of runs. */
export interface ImportQueries {
  /** When the runs of each of these days were last read whole. */
  readDays(sandbox: string, from: number): Promise<ReadonlyMap<number, number>>;
  /** `day`: the instant at which it begins. */
  markRead(sandbox: string, day: number, at: number): Promise<void>;
  openGaps(): Promise<readonly JournalGap[]>;
  openGap(gap: JournalGap): Promise<void>;
  closeGap(gap: JournalGap): Promise<void>;
}
