// The five connection states on the screen.
// Proves: GW-4
import { afterAll, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { closeBrowser, describeInBrowser, openStage } from './stage.ts';

afterAll(closeBrowser);

describeInBrowser('the connection dot', () => {
  it('shows authenticating until the gateway answers, then connected, and reconnecting after a loss', async () => {
    const stage = await openStage();
    const { page } = await stage.openTab();
    const sees = (state: string) => page.getByRole('status', { name: t('app.connection.status', { state }) }).waitFor();
    const opened = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<void>();
    let isBroken = false;
    let disconnect: () => void = () => {};
    await page.routeWebSocket(/./, async (socket) => {
      if (isBroken) return socket.close();
      const gateway = socket.connectToServer();
      // Nothing the gateway says reaches the page before the test lets it.
      gateway.onMessage(async (message) => {
        await answered.promise;
        socket.send(message);
      });
      disconnect = () => void socket.close();
      opened.resolve();
    });
    await page.goto(stage.host().signInUrl);
    await sees(t('app.connection.authenticating'));
    await opened.promise;
    answered.resolve();
    await sees(t('app.connection.connected'));
    isBroken = true;
    disconnect();
    await sees(t('app.connection.reconnecting'));
  });
});
