// Push subscriptions: one per signed-in browser or paired device, sealed, and forgotten with it.
import { errorMessage } from '#contract/wire/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { PushMessage, PushSender, PushSubscription } from '../ports/push.ts';
import { Secret, type SecretStore } from '../ports/secrets.ts';

const PREFIX = 'push.subscription.';

/** Who a subscription belongs to. */
export interface PushOwner {
  readonly kind: 'browser' | 'device';
  readonly id: string;
}

/** What subscriptions depend on. */
export interface PushPorts {
  readonly sender: PushSender;
  readonly secrets: SecretStore;
  /** Whether the browser is still signed in, or the device is still paired. */
  readonly isKnown: (owner: PushOwner) => Promise<boolean>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A result for one subscription. */
export interface PushResult {
  readonly owner: PushOwner;
  /** Shown to people; never the path of the endpoint. */
  readonly service: string;
  readonly outcome: 'sent' | 'failed';
  readonly reason?: string;
}

interface StoredSubscription {
  readonly owner: PushOwner;
  readonly subscription: PushSubscription;
}

/** The subscriptions of a gateway. */
export class Push {
  readonly #ports: PushPorts;

  constructor(ports: PushPorts) {
    this.#ports = ports;
  }

  /** The key that a browser needs to subscribe. */
  publicKey(): Promise<string> {
    return this.#ports.sender.publicKey();
  }

  /** Stores the subscription of an owner, in place of an earlier one. */
  async subscribe(owner: PushOwner, subscription: PushSubscription): Promise<void> {
    const stored: StoredSubscription = { owner, subscription };
    await this.#ports.secrets.set(toName(owner), new Secret(JSON.stringify(stored)));
  }

  /** Forgets the subscription of an owner, or only one with this endpoint. False if there is none. */
  async unsubscribe(owner: PushOwner, endpoint?: string): Promise<boolean> {
    const { secrets } = this.#ports;
    const stored = await secrets.get(toName(owner));
    if (stored === undefined || (endpoint !== undefined && parse(stored).subscription.endpoint !== endpoint))
      return false;
    await secrets.delete(toName(owner));
    return true;
  }

  /** Sends a message to all subscriptions, or to those of one owner. Subscriptions that ended are forgotten. */
  async notify(message: PushMessage, signal: AbortSignal, only?: PushOwner): Promise<readonly PushResult[]> {
    const all = await this.#list();
    const chosen = only === undefined ? all : all.filter(({ owner }) => toName(owner) === toName(only));
    const results = await Promise.all(chosen.map((one) => this.#sendTo(one, message, signal)));
    return results.flatMap((result) => result ?? []);
  }

  async #sendTo(
    { owner, subscription }: StoredSubscription,
    message: PushMessage,
    signal: AbortSignal,
  ): Promise<PushResult | undefined> {
    const { sender, isKnown, log } = this.#ports;
    const service = new URL(subscription.endpoint).host;
    try {
      const isGone = !(await isKnown(owner)) || (await sender.send(subscription, message, signal)) === 'gone';
      if (!isGone) return { owner, service, outcome: 'sent' };
      await this.unsubscribe(owner);
      return undefined;
    } catch (error) {
      const reason = errorMessage(error);
      log.warn("Couldn't send a push notification.", { service, reason });
      return { owner, service, outcome: 'failed', reason };
    }
  }

  async #list(): Promise<readonly StoredSubscription[]> {
    const { secrets } = this.#ports;
    const names = (await secrets.names()).filter((name) => name.startsWith(PREFIX));
    const stored = await Promise.all(names.map((name) => secrets.get(name)));
    return stored.flatMap((secret) => (secret === undefined ? [] : [parse(secret)]));
  }
}

function toName({ kind, id }: PushOwner): string {
  return `${PREFIX}${kind}.${id}`;
}

function parse(stored: Secret): StoredSubscription {
  return JSON.parse(stored.reveal()) as StoredSubscription; // Written by `subscribe`.
}
