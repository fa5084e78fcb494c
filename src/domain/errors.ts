/** Stable codes of everything that can keep Flowrun from working; they stand in logs and docs. */
export type AppErrorCode =
  | "bad_settings"
  | "port_in_use"
  | "cannot_listen"
  | "folder_not_writable"
  | "folder_in_use"
  | "store_damaged"
  | "store_newer"
  | "migration_failed"
  | "slack_login_refused"
  | "slack_app_token_refused";

/** A fault of the surroundings, in words for the operator: what happened and what to do. */
export class AppError extends Error {
  readonly code: AppErrorCode;

  constructor(code: AppErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
  }
}
