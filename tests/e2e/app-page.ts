// The app in a tab, as a person uses it: by names and roles that are on the screen.
import type { Locator, Page } from 'playwright';
import { t } from '#messages/translate.ts';

import type { PageWatch } from './watch-page.ts';

/** One tab. */
export class AppPage {
  readonly page: Page;
  readonly watch: PageWatch;

  constructor(page: Page, watch: PageWatch) {
    this.page = page;
    this.watch = watch;
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { name, exact: true });
  }

  /** The transcript of the only pane, or of the one at `index`. */
  conversation(index = 0): Locator {
    return this.page.getByRole('log', { name: t('transcript.label') }).nth(index);
  }

  composer(index = 0): Locator {
    return this.page.getByRole('textbox', { name: t('composer.message'), exact: true }).nth(index);
  }

  /** Opens a sign-in link and waits until the app stands there, at its first run or at its home. */
  async signIn(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.getByRole('heading', { level: 1 }).first().waitFor();
  }

  /** First run: takes the offer of that name, then a folder. Ends at the question for a first task. */
  async firstRun(offer: string | RegExp, folder: string): Promise<void> {
    await this.heading(t('setup.model.title')).waitFor();
    await this.button(offer).click();
    await this.heading(t('setup.workspace.title')).waitFor();
    await this.page.getByLabel('Folder', { exact: true }).fill(folder);
    await this.button(t('setup.useFolder')).click();
    await this.heading(t('setup.task.title')).waitFor();
  }

  /** Writes the first message of a session on Home or at the end of the first run. */
  async beginTask(text: string): Promise<void> {
    const box = this.page.getByRole('textbox', { name: t('home.task.label') });
    await box.fill(text);
    // On touch screens, Enter alone starts a new line.
    const isTouch = await this.page.evaluate(() => matchMedia('(pointer: coarse)').matches);
    await box.press(isTouch ? 'Control+Enter' : 'Enter');
    await this.conversation().waitFor();
  }

  async say(text: string, index = 0): Promise<void> {
    await this.composer(index).fill(text);
    await this.composer(index).press('Enter');
  }

  /** Waits until no run goes on in the pane. */
  async idle(index = 0): Promise<void> {
    const pane = this.page.getByRole('region', { name: t('sessions.pane') }).nth(index);
    await pane.getByRole('button', { name: t('composer.stop') }).waitFor({ state: 'detached' });
  }

  /** Goes to a page by the rail. */
  async go(page: 'Home' | 'Sessions' | 'Approvals' | 'Usage' | 'Logs' | 'Settings'): Promise<void> {
    await this.page
      .getByRole('navigation', { name: t('app.pages') })
      .getByRole('link', { name: page })
      .first()
      .click();
  }

  /** The only approval in the inbox, opened. */
  async inboxApproval(command: string | RegExp): Promise<Locator> {
    await this.go('Approvals');
    const article = this.page.getByRole('article', { name: /^Approval:/ }).filter({ hasText: command });
    await article.waitFor();
    return article;
  }

  /** Goes from the inbox back to the session whose title holds `title`. */
  async openSession(title: string | RegExp): Promise<void> {
    await this.go('Sessions');
    await this.page
      .getByRole('navigation', { name: t('sessions.title') })
      .getByRole('link', { name: title })
      .first()
      .click();
    await this.conversation().waitFor();
  }

  /** The transcript's text as it stands on the screen, without ages and durations. */
  async said(index = 0): Promise<string> {
    return (await this.conversation(index).innerText()).replaceAll(/\s+/g, ' ').trim();
  }
}
