// Decides which notifications to show: only new ones about sessions that are out of sight, combined when there are many.
import type { StoreApi } from 'zustand/vanilla';
import { t } from '#messages/translate.ts';
import type { After } from '../state/timers.ts';
import type { Attention } from './attention.ts';
import type { Elsewhere } from './report-attention.ts';
import type { Notice, NoticeList } from './notice.ts';
import { canShow, type NoticeSurface } from './surface.ts';

/** What the notifier follows. */
export interface NotifierOptions {
  readonly surface: NoticeSurface;
  readonly attention: StoreApi<Attention>;
  /** Another app on this computer shows notifications: this one only remembers them. */
  readonly elsewhere: StoreApi<Elsewhere>;
  /** The current notices; undefined until they are loaded. */
  readonly read: () => NoticeList | undefined;
  /** Calls its argument after each change of them. */
  readonly subscribe: (changed: () => void) => void;
  readonly after: After;
}

/** Changes arrive in bursts, and the focus of another tab arrives as a message; ms. */
const SETTLE_MS = 300;
/** More of one group than this become one notification. */
const MAX_SEPARATE = 3;

type Group = 'decisions' | 'results';
const GROUPS = [
  { id: 'decisions', path: '/home' },
  { id: 'results', path: '/home' },
] as const satisfies readonly { readonly id: Group; readonly path: string }[];

/** Follows the notices for as long as the page is open. */
export class Notifier {
  readonly #options: NotifierOptions;
  #leads = false;
  #scheduled = false;
  /** When the newest run had ended at the start: earlier ones aren't shown. */
  #baseline: number | undefined;
  /** Notices that the user was told about or saw. */
  #known: ReadonlySet<string> = new Set();
  /** Those that are on the screen, or part of a collapsed one. */
  #open: ReadonlySet<string> = new Set();
  /** Collapsed groups on the screen, and how many notices they stand for. */
  readonly #collapsed = new Map<Group, number>();

  constructor(options: NotifierOptions) {
    this.#options = options;
    const { surface, attention, elsewhere, subscribe } = options;
    const schedule = (): void => this.#schedule();
    surface.onDismiss((id) => this.#dismiss(id));
    subscribe(schedule);
    attention.subscribe((_now, before) => {
      this.#see(before);
      schedule();
    });
    surface.permission.subscribe(schedule);
    // What came up before the change belongs to the app that showed notifications then.
    elsewhere.subscribe((_now, before) => this.#updateNow(before.elsewhere));
    schedule();
  }

  /** Makes this tab the one that shows notifications. */
  lead(): void {
    this.#leads = true;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.after(SETTLE_MS, () => {
      this.#scheduled = false;
      const list = this.#options.read();
      if (list !== undefined) this.#update(list);
    });
  }

  #updateNow(elsewhere: boolean): void {
    const list = this.#options.read();
    if (list !== undefined) this.#update(list, elsewhere);
    this.#schedule();
  }

  /** A user who leaves a session has seen everything up to then. */
  #see(focus: Attention): void {
    if (this.#baseline === undefined) return;
    const seen = (this.#options.read()?.notices ?? []).filter((notice) => isSeen(notice, focus));
    this.#known = new Set([...this.#known, ...toIds(seen)]);
  }

  #update({ notices, newestEnd }: NoticeList, elsewhere = this.#options.elsewhere.getState().elsewhere): void {
    const { surface, attention } = this.#options;
    const focus = attention.getState();
    if (this.#baseline === undefined) {
      this.#baseline = newestEnd;
      // Whoever opens the app sees what is pending; a tab that the browser restores in the background tells it.
      if (focus.focused) this.#known = toIds(notices);
    }
    const since = this.#baseline;
    const relevant = notices.filter(({ endedAt }) => endedAt === undefined || endedAt > since);
    const unseen = relevant.filter((notice) => !notice.muted && !isSeen(notice, focus));
    const shows = this.#leads && !elsewhere && canShow(surface.permission.getState().state);
    const fresh = shows ? unseen.filter(({ id }) => !this.#known.has(id)) : [];
    const before = this.#open;
    this.#open = toIds([...unseen.filter(({ id }) => before.has(id)), ...fresh]);
    this.#remember(relevant, focus, elsewhere);
    for (const group of GROUPS) this.#showGroup(group, unseen, { fresh, before });
    for (const id of before) if (!this.#open.has(id)) surface.close(id);
  }

  /** The tab that takes over later shows the decisions that are still pending, because those on the screen go with this one. */
  #remember(relevant: readonly Notice[], focus: Attention, elsewhere: boolean): void {
    const ids = toIds(relevant);
    const isTold = this.#leads || elsewhere;
    const told = relevant.filter((one) => isTold || one.endedAt !== undefined || isSeen(one, focus));
    this.#known = new Set([...[...this.#known].filter((id) => ids.has(id)), ...toIds(told)]);
  }

  #showGroup(
    { id, path }: (typeof GROUPS)[number],
    unseen: readonly Notice[],
    { fresh, before }: { readonly fresh: readonly Notice[]; readonly before: ReadonlySet<string> },
  ): void {
    const { surface } = this.#options;
    const members = unseen.filter((notice) => isIn(id, notice) && this.#open.has(notice.id));
    const added = members.filter((notice) => fresh.includes(notice));
    const count = members.length;
    if (count === 0) {
      if (this.#collapsed.delete(id)) surface.close(id);
      return;
    }
    if (!this.#collapsed.has(id) && count <= MAX_SEPARATE) return added.forEach((notice) => surface.show(notice));
    if (this.#collapsed.get(id) === count && added.length === 0) return;
    this.#collapsed.set(id, count);
    for (const notice of members) if (before.has(notice.id)) surface.close(notice.id);
    const title = t(`notifications.many.${id}`, { count });
    surface.show({ id, title, body: t(`notifications.many.${id}.text`), path, silent: added.length === 0 });
  }

  #dismiss(id: string): void {
    const group = GROUPS.find((candidate) => candidate.id === id)?.id;
    if (group !== undefined) this.#collapsed.delete(group);
    const notices = this.#options.read()?.notices ?? [];
    const gone = group === undefined ? new Set([id]) : toIds(notices.filter((notice) => isIn(group, notice)));
    this.#open = new Set([...this.#open].filter((open) => !gone.has(open)));
  }
}

function toIds(notices: readonly Notice[]): ReadonlySet<string> {
  return new Set(notices.map(({ id }) => id));
}

function isIn(group: Group, { kind }: Notice): boolean {
  return (kind === 'approval' || kind === 'question' || kind === 'budget') === (group === 'decisions');
}

function isSeen(notice: Notice, { sessions, approvals }: Attention): boolean {
  return sessions.includes(notice.sessionKey) || (approvals && notice.kind === 'approval');
}
