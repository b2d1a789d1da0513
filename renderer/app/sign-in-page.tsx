// The page of a browser that isn't signed in: how to sign in.
import { RotateCw } from 'lucide-react';
import { t } from '#messages/translate.ts';
import { CopyButton } from '../design/copy-button.tsx';
import { Button } from '../design/button.tsx';
import type { SignIn } from '../state/sign-in.ts';
import { Logo } from './logo.tsx';
import { GatewayText } from '../design/gateway-text.tsx';

/** Works while the gateway is running, unlike `start`. */
const COMMAND = 'npx gatehouse link';

interface SignInPageProps {
  readonly signIn: SignIn;
  readonly reason: string;
  readonly onRetry: () => void;
}

/** Replaces the frame. */
export function SignInPage({ signIn, reason, onRetry }: SignInPageProps) {
  return (
    <main className="flex h-full items-center justify-center overflow-y-auto bg-canvas p-5">
      <div className="w-full max-w-105 rounded-xl border border-line bg-surface p-7 shadow-mid">
        <Logo className="size-10" />
        <h1 className="mt-4 text-xl font-semibold text-ink">{t('app.signIn.title')}</h1>
        <p className="mt-2 text-base text-ink-soft">{t(`app.signIn.${signIn}`)}</p>
        <h2 className="mt-5 text-sm font-medium text-ink">{t('app.signIn.newLink')}</h2>
        <p className="mt-1 text-sm text-ink-soft">{t('app.signIn.where')}</p>
        <div className="mt-2 flex items-center gap-2 rounded-md bg-code py-1.5 pe-1.5 ps-3 font-mono text-xs text-ink ring-1 ring-line">
          <span className="min-w-0 flex-1 truncate">{COMMAND}</span>
          <CopyButton label={t('controls.copyCommand')} text={COMMAND} />
        </div>
        <p className="mt-2 text-sm text-ink-soft">{t('app.signIn.otherBrowser')}</p>
        <div className="mt-6 flex items-center gap-3">
          <Button label={t('controls.retry')} look="primary" icon={RotateCw} onClick={onRetry} />
          <span className="min-w-0 text-xs text-ink-faint">
            <GatewayText>{reason}</GatewayText>
          </span>
        </div>
      </div>
    </main>
  );
}
