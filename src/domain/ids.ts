import { z } from "zod";

/** Adobe's id of one execution of a flow. */
export const FlowRunId = z.string().min(1).max(200).brand<"FlowRunId">();
export type FlowRunId = z.infer<typeof FlowRunId>;

/** Adobe's id of a configured data flow. */
export const FlowId = z.string().min(1).max(200).brand<"FlowId">();
export type FlowId = z.infer<typeof FlowId>;

/** One of Adobe's alert rules and what it fires for: a SHA-256 in hexadecimal digits. */
export const SeriesId = z.string().min(1).max(64).brand<"SeriesId">();
export type SeriesId = z.infer<typeof SeriesId>;

/** Our id of an alert: a UUID, version 7. People use the alert's number instead. */
export const AlertId = z.string().min(1).max(64).brand<"AlertId">();
export type AlertId = z.infer<typeof AlertId>;

/** Our id of a notice to the operator: a UUID, version 7. */
export const NoticeId = z.string().min(1).max(64).brand<"NoticeId">();
export type NoticeId = z.infer<typeof NoticeId>;

/** Adobe's event id from the signed body, or `sha256:…` of the content where the body states none. */
export const NotificationId = z.string().min(1).max(200).brand<"NotificationId">();
export type NotificationId = z.infer<typeof NotificationId>;

/** Our id of one thing that must be said in Slack; also the key in the message's metadata. */
export const DeliveryId = z.string().min(1).max(64).brand<"DeliveryId">();
export type DeliveryId = z.infer<typeof DeliveryId>;

/** Slack's id of a channel, a person or an app's user. */
export const ChannelId = z.string().min(1).max(64).brand<"ChannelId">();
export type ChannelId = z.infer<typeof ChannelId>;
export const SlackUserId = z.string().min(1).max(64).brand<"SlackUserId">();
export type SlackUserId = z.infer<typeof SlackUserId>;

/** Slack's timestamp of a message, which is also its id within the channel. */
export const MessageTs = z.string().min(1).max(64).brand<"MessageTs">();
export type MessageTs = z.infer<typeof MessageTs>;
