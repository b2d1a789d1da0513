// Entry of the pages: picks the language, signs in, connects, and renders the app.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient } from '#contract/wire/client.ts';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';
import { getDirection } from '#messages/languages.ts';
import { activateLanguage, followMissing } from '#messages/translate.ts';
import './design/base.css';
import { App } from './app/app.tsx';
import { startApp } from './app/start-app.ts';
import { createBrowserSurface } from './notifications/browser-surface.ts';
import { createShellSurface } from './notifications/shell-surface.ts';
import { followInstallOffer } from './install/install-offer.ts';
import { registerServiceWorker } from './install/register-service-worker.ts';
import { inDesktopShell, openPort } from './state/channels/port-channel.ts';
import { gatewayUrl, openWebSocket } from './state/channels/websocket-channel.ts';
import { signWithBrowserKey } from './state/browser-key.ts';
import { readLocalPreferences } from './state/preferences.ts';
import { adoptAddress, navigate } from './state/route.ts';
import { browserStorage } from './state/storage.ts';
import { followDroppedFolders } from './state/desktop-shell.ts';
import { signIn } from './state/sign-in.ts';
import { afterMs } from './state/timers.ts';

followMissing((id) => reportError(new Error(`The message ${id} isn't loaded.`)));
const language = await activateLanguage(readLocalPreferences(browserStorage)['language'], navigator.languages);
document.documentElement.lang = language;
document.documentElement.dir = getDirection(language);
const inShell = inDesktopShell(location.protocol);
if (!inShell) adoptAddress();
const signedIn = inShell ? 'none' : await signIn(location.hash);
const client = createClient({
  open: (signal) => (inShell ? openPort(signal) : openWebSocket(gatewayUrl(location.origin), signal)),
  identity: { id: 'gateway-client', mode: 'ui', version: '0.1.0', platform: inShell ? 'desktop' : 'browser' },
  scopes: ['operator.admin', 'operator.read', 'operator.write', 'operator.approvals', 'operator.pairing'],
  caps: [CAP_SESSION_FEED],
  ...(inShell ? {} : { sign: signWithBrowserKey }),
  timers: {
    now: () => Date.now(),
    after: afterMs,
    random: () => Math.random(),
  },
});
const services = startApp(client, browserStorage, inShell ? createShellSurface() : createBrowserSurface());
if (inShell) followDroppedFolders((path) => navigate(`/projects?folder=${encodeURIComponent(path)}`));
if (!inShell) {
  followInstallOffer();
  void registerServiceWorker();
}
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App services={services} signIn={signedIn} />
    </StrictMode>,
  );
}
