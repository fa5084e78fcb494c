/** What a flow reads from and writes to, in the words of those who made it. */
export interface FlowOrigin {
  /** The kind of the source, such as "SFTP". */
  readonly sourceType?: string;
  readonly sourceName?: string;
  readonly datasetName?: string;
  /** Catalog's id of the dataset. */
  readonly datasetId?: string;
  /** How many of a run's records, in percent, may fail before the flow lets the whole run fail. */
  readonly toleratedPercent?: number;
}

/** What Adobe's APIs say a flow is called. What is absent is not known. */
export interface FlowNames extends FlowOrigin {
  readonly flowName?: string;
}
