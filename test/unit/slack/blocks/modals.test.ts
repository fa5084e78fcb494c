import { expect, test } from "@jest/globals";
import { renderDetailsModal } from "../../../../src/slack/blocks/details-modal.ts";
import { renderResolveModal } from "../../../../src/slack/blocks/resolve-modal.ts";
import { renderGoneModal, renderLoadingModal } from "../../../../src/slack/blocks/small-modals.ts";
import * as views from "../support/views.ts";
import { visible } from "../support/visible.ts";

test("details tell how the alert stands, then all about the run, with Adobe's whole error text", () => {
  const modal = renderDetailsModal(views.aView({ alert: views.RESOLVED }), views.aContext());
  const lines = visible(modal);

  expect(modal.title.text).toBe("Alert #42");
  expect(lines.slice(0, 5)).toEqual([
    "# ❌ Failed: Nightly CRM import",
    "Resolved by @U0SAM after 8 min, 2026-11-23 03:03 UTC: rotated the key",
    "Alert #42 · First time in 7 days",
    "Last 6 runs, oldest first: ✅ ✅ ✅ ❌ ✅ ❌ (2 failed)",
    "SFTP Copy Activity: Adobe could not reach the source's SFTP server over the network.",
  ]);
  expect(lines).toContain("Adobe's whole error text");
  expect(lines.join("\n")).toContain(
    "ErrorCode=SftpNetworkIssue,'Type=X,Message=Meet network issue",
  );
  expect(lines.join("\n")).not.toContain("203.0.113.14");
  expect(lines.at(-1)).toBe("Open in Adobe: Run · Flow · Monitoring");
});

test("details of many errors and activities say how many are left out", () => {
  const nestedErrors = Array.from({ length: 30 }, (_, index) => ({ code: `E-${index}` }));
  const activities = Array.from({ length: 25 }, (_, index) =>
    views.anActivity({ name: `Step ${index}`, errorDetail: undefined, nestedErrors }),
  );
  const lines = visible(
    renderDetailsModal(views.aView({ run: views.aRun({ activities }) }), views.aContext()),
  );

  expect(lines).toContain("  and 19 more errors");
  expect(lines).toContain("  and 5 more activities");
});

test("resolving asks one optional question about the right alert", () => {
  const modal = renderResolveModal(views.aView());

  expect(visible(modal)).toEqual([
    "Nightly CRM import",
    "SFTP server does not answer",
    "What fixed it? [optional]",
  ]);
  expect(modal).toMatchObject({
    callback_id: "resolve_alert",
    private_metadata: views.OPEN.alertId,
    title: { text: "Resolve Alert #42" },
    submit: { text: "Resolve" },
  });
  expect(modal.blocks.at(-1)).toMatchObject({
    block_id: "resolve_note",
    element: { action_id: "resolve_note", multiline: true, max_length: 500 },
  });
});

test("a modal that is not ready, or whose alert is gone, says so", () => {
  expect(visible(renderLoadingModal())).toEqual(["One moment, Flowrun is looking it up …"]);
  expect(visible(renderGoneModal())).toEqual([
    "This alert or run is no longer stored. Type /flowrun status to see what is open.",
  ]);
});
