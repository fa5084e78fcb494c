import type { Json, PageFault, PageFixture, Snapshot } from "./contract.ts";

/** A button of the panel with what it sends. */
export interface FixtureSource extends PageFixture {
  readonly make: (context: FixtureContext) => MadeFixture;
  /** `lost`: Flow Service alone knows of it, and the journal has a gap. Default: webhook and journal. */
  readonly way?: "lost";
}

export interface FixtureContext {
  readonly now: number;
  readonly imsOrgId: string;
  readonly clientId: string;
}

export interface MadeFixture {
  readonly body: Json;
  readonly eventId: string;
  readonly eventCode?: string | undefined;
}

/** A switch of the panel that is neither Slack's nor Adobe's, such as the end of the app. */
export interface ExtraFault extends Omit<PageFault, "on"> {
  readonly isOn: () => boolean;
  readonly set: (on: boolean) => void | Promise<void>;
}

export interface PageOptions {
  /** Holds index.html, styles and icons. */
  readonly assetsDir: string;
  /** Holds the compiled modules of the page. */
  readonly browserDir: string;
  readonly fixtures: readonly FixtureSource[];
  readonly completions: Snapshot["completions"];
  /** Shown after those of Slack and Adobe. */
  readonly extraFaults?: readonly ExtraFault[];
}
