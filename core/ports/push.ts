// Web push: wakes a device up through the push service of its browser's vendor, which can't read the message.

/** A browser's subscription, as it created it. */
export interface PushSubscription {
  /** An HTTPS address at the push service. Who knows it and the keys could send messages. */
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** A message. It is encrypted for the subscription. */
export interface PushMessage {
  readonly payload: string;
  /** How long the push service keeps it while the device is unreachable, s. */
  readonly ttlSeconds: number;
  /** A later message with the same topic replaces it. At most 32 characters of base64url. */
  readonly topic: string;
}

/** Sends messages. */
export interface PushSender {
  /** The public key that subscriptions are bound to. Created when it is first needed. */
  publicKey(): Promise<string>;
  /** `gone`: the browser has ended the subscription. @throws {OutboundError} or an error with the service's answer */
  send(subscription: PushSubscription, message: PushMessage, signal: AbortSignal): Promise<'sent' | 'gone'>;
}
