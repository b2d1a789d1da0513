// The root: the sign-in page if the gateway refuses the connection, otherwise the frame.
import { Suspense } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { AccessPrompt } from '../access/access-prompt.tsx';
import { SkeletonLines } from '../design/states.tsx';
import { Toaster } from '../design/toaster.tsx';
import { TooltipProvider } from '../design/tooltip.tsx';
import type { AppServices } from '../state/app-services.ts';
import type { SignIn } from '../state/sign-in.ts';
import { ServicesContext, useRoute } from '../state/use-client.ts';
import { CheatSheet } from './cheat-sheet.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Frame } from './frame.tsx';
import { GlobalCommands } from './global-commands.tsx';
import { Palette } from './palette.tsx';
import { findPage, usePages } from './pages-context.ts';
import { SignInPage } from './sign-in-page.tsx';

interface AppProps {
  readonly services: AppServices;
  readonly signIn: SignIn;
}

/** Everything inside the document. */
export function App({ services, signIn }: AppProps) {
  const connection = useStore(services.connection);
  const page = useRoute().segments[0];
  return (
    <ServicesContext value={services}>
      <TooltipProvider>
        {connection.state.kind === 'refused' ? (
          <SignInPage signIn={signIn} reason={connection.state.reason} onRetry={() => services.client.retryNow()} />
        ) : (
          <>
            <CurrentPage />
            <GlobalCommands />
            <AccessPrompt />
            <Palette />
            <CheatSheet />
          </>
        )}
        <Toaster high={page === 'sessions'} />
      </TooltipProvider>
    </ServicesContext>
  );
}

function CurrentPage() {
  const route = useRoute();
  const page = findPage(usePages(), route.segments[0]);
  if (page === undefined) return null;
  const content = (
    <ErrorBoundary key={page.segment}>
      <Suspense fallback={<PageSkeleton />}>
        <page.component />
      </Suspense>
    </ErrorBoundary>
  );
  return page.frame === false ? content : <Frame page={page}>{content}</Frame>;
}

function PageSkeleton() {
  return (
    <div className="h-full bg-surface p-6">
      <SkeletonLines count={5} label={t('app.openingPage')} />
    </div>
  );
}
