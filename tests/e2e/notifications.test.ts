// Notifications of the browser, in a real Chromium with the permission that a user would give.
// Proves: UI-8
import { afterAll, expect, it } from 'vitest';

import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openStage, type Stage } from './stage.ts';
import { watchPage } from './watch-page.ts';

afterAll(closeBrowser);

/** A notification that the page has opened; `visible` until it is closed. */
interface Seen {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly visible: boolean;
}

/**
 * Keeps the notifications of a page, so that the test can look at them and click one. The packaged Chromium has none: it denies
 * them in spite of the permission, so a stand-in takes their place there. With another Chromium (`GATEHOUSE_CHROMIUM`) they are real.
 */
function keepNotifications(permission: NotificationPermission): void {
  class StandIn extends EventTarget {
    static permission = permission;
    static asked = 0;
    static async requestPermission(): Promise<NotificationPermission> {
      StandIn.asked += 1;
      return (StandIn.permission = 'granted');
    }
    readonly title: string;
    readonly body: string;
    readonly tag: string;
    constructor(title: string, { body = '', tag = '' }: NotificationOptions = {}) {
      super();
      [this.title, this.body, this.tag] = [title, body, tag];
    }
    close(): void {
      this.dispatchEvent(new Event('close'));
    }
  }
  const isReal = permission === 'granted' && Notification.permission === 'granted';
  const Base = (isReal ? Notification : StandIn) as typeof Notification; // The stand-in has what the app uses.
  const kept: { readonly notification: Notification; visible: boolean }[] = [];
  globalThis.Notification = class extends Base {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options);
      // As browsers do it, one with the same tag takes the place of the earlier one.
      for (const other of kept) if (other.notification.tag === this.tag) other.visible = false;
      const entry = { notification: this, visible: true };
      kept.push(entry);
      this.addEventListener('close', () => (entry.visible = false));
    }
  };
  Object.assign(globalThis, { kept, standIn: StandIn });
}

function seen(app: AppPage): Promise<readonly Seen[]> {
  return app.page.evaluate(() =>
    (Reflect.get(globalThis, 'kept') as { readonly notification: Notification; readonly visible: boolean }[]).map(
      ({ notification: { title, body, tag }, visible }) => ({ title, body, tag, visible }),
    ),
  );
}

const visible = async (app: AppPage): Promise<readonly string[]> =>
  (await seen(app)).filter((entry) => entry.visible).map(({ body }) => body);

/** Whether the window is focused: a test's page always says yes unless it is told otherwise. */
async function focusWindow(app: AppPage, focused: boolean): Promise<void> {
  await app.page.evaluate((now) => {
    document.hasFocus = () => now;
    dispatchEvent(new Event(now ? 'focus' : 'blur'));
  }, focused);
}

/** Asks for a command if the task says so; otherwise it only talks. */
function playAgent(request: ModelRequestRecord): Reply {
  const asked = lastUserText(request);
  if (lastToolResults(request).length > 0 || !asked.startsWith('Run'))
    return { steps: [{ say: `Answer to: ${asked}` }] };
  return { steps: [{ call: 'exec', input: { command: `mytool --with very-private-words --for '${asked}'` } }] };
}

async function openApp(
  permission: NotificationPermission = 'granted',
): Promise<{ readonly stage: Stage; readonly app: AppPage }> {
  const stage = await openStage({ model: playAgent });
  const app = await stage.openTab();
  const context = app.page.context();
  if (permission === 'granted') await context.grantPermissions(['notifications']);
  await context.addInitScript(keepNotifications, permission);
  await app.signIn(stage.host().signInUrl);
  await app.firstRun(/Anthropic key found/, stage.workspace);
  return { stage, app };
}

/** Another tab of the same browser. */
async function openSecondTab(app: AppPage, stage: Stage): Promise<AppPage> {
  const page = await app.page.context().newPage();
  const second = new AppPage(page, watchPage(page));
  await second.signIn(`${stage.host().origin}/#/home`);
  return second;
}

/** The user changes the permission in the browser and returns to the page. */
async function setPermission(app: AppPage, permission: NotificationPermission): Promise<void> {
  await app.page.evaluate((next) => {
    Reflect.set(Reflect.get(globalThis, 'standIn') as object, 'permission', next);
    dispatchEvent(new Event('focus'));
  }, permission);
}

const askedTimes = (app: AppPage): Promise<number> =>
  app.page.evaluate(() => (Reflect.get(globalThis, 'standIn') as { readonly asked: number }).asked);

describeInBrowser('notifications in a browser', () => {
  it('show an approval once across all tabs, without its command, and close when it is answered', async () => {
    const { stage, app } = await openApp();
    await app.beginTask('Run the tool.');
    await app.page.getByRole('region', { name: /^Approval:/ }).waitFor();
    const second = await openSecondTab(app, stage);
    await focusWindow(second, false);
    expect(await visible(app)).toEqual([]);
    await focusWindow(app, false);
    await app.page.keyboard.press('Alt+n');
    await app.heading(t('sessions.new')).waitFor();
    await app.say('Run another one.');
    await app.page.getByRole('region', { name: /^Approval:/ }).waitFor();
    await expect.poll(() => visible(app)).toEqual([t('notifications.approval.command')]);
    expect(await visible(second)).toEqual([]);
    const all = [...(await seen(app)), ...(await seen(second))];
    expect(JSON.stringify(all)).not.toContain('very-private-words');
    expect(all.map(({ title }) => title)).toEqual(['Run another one.']);
    for (const task of [/the tool/, /another one/]) {
      const article = await second.inboxApproval(task);
      await article
        .getByRole('button', { name: t('approvals.deny'), exact: true })
        .first()
        .click();
    }
    await expect.poll(() => visible(app)).not.toContain(t('notifications.approval.command'));
  });

  it('show a finished run only while its session is not visible, and open it on a click', async () => {
    const { app } = await openApp();
    await app.beginTask('Talk about apples.');
    await app.conversation().getByText('Answer to: Talk about apples.').waitFor();
    await app.idle();
    await app.go('Home');
    await focusWindow(app, false);
    expect(await visible(app)).toEqual([]);
    await app.beginTask('Talk about pears.');
    await app.conversation().getByText('Answer to: Talk about pears.').waitFor();
    await expect.poll(() => visible(app)).toEqual([t('notifications.finished')]);
    await app.go('Home');
    await app.page.evaluate(() => {
      const kept = Reflect.get(globalThis, 'kept') as {
        readonly notification: Notification;
        readonly visible: boolean;
      }[];
      kept.find((entry) => entry.visible)?.notification.dispatchEvent(new Event('click'));
    });
    await app.conversation().getByText('Answer to: Talk about pears.').waitFor();
    await expect.poll(() => visible(app)).toEqual([]);
  });

  it('become one when there are many', async () => {
    const { app } = await openApp();
    await focusWindow(app, false);
    await app.beginTask('Run number 0.');
    for (let number = 1; number < 5; number += 1) {
      await app.page.keyboard.press('Alt+n');
      await app.heading(t('sessions.new')).waitFor();
      await app.say(`Run number ${number}.`);
      await app.page.getByRole('region', { name: /^Approval:/ }).waitFor();
    }
    const newestTitle = async () => (await seen(app)).at(-1)?.title;
    await expect.poll(newestTitle).toBe(t('notifications.many.decisions', { count: 5 }));
    expect(await visible(app)).toEqual([t('notifications.many.decisions.text')]);
  });

  it('are asked for only on a click, sent as a test, and explained when the browser blocks them', async () => {
    const { app } = await openApp('default');
    await app.page.evaluate(() => (location.hash = '#/settings/notifications'));
    await app.button(t('notifications.allow')).waitFor();
    expect(await askedTimes(app)).toBe(0);
    await app.button(t('notifications.allow')).click();
    expect(await askedTimes(app)).toBe(1);
    await app.button(t('notifications.test')).click();
    await expect.poll(() => visible(app)).toEqual([t('notifications.test.text')]);
    await setPermission(app, 'denied');
    await app.page.getByText(t('notifications.show.denied')).waitFor();
    expect(await app.button(t('notifications.test')).count()).toBe(0);
  });
});
