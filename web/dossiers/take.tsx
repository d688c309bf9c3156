/** The button that makes a dossier of a matter and hands it over as a file. */
import { useState } from 'react';
import { Problem, takeFile } from '../ask.ts';
import { useReading } from '../desk/context.tsx';
import { toast } from '../parts/toasts.tsx';

export function DossierButton({ about }: { readonly about: string }) {
  const { t, language } = useReading();
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    try {
      await takeFile(`/v1/dossiers/${about}?language=${language}`);
      toast({ text: t('dossier.made') });
    } catch (error) {
      toast({ text: error instanceof Problem ? error.message : String(error), tone: 'alarm' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" className="button quiet" disabled={busy} aria-busy={busy} onClick={() => void take()}>
        {t(busy ? 'dossier.making' : 'dossier.make')}
      </button>
      <a className="button quiet" href="/verify.html" download="verify.html">
        {t('dossier.page')}
      </a>
    </>
  );
}
