/** Every organisation has this sandbox; it is the one that is meant where none is named. */
export const DEFAULT_SANDBOX = "prod";
