import { useState } from 'preact/hooks';
import type { VerdictView } from '../api';
import { post } from './ask-server';
import { brand, brandId } from './model';

type Dropped = { readonly name: string; readonly base64: string };

/** The desk's question: is this release genuine? Paste it, or drop the mail or page. */
export function VerifyView() {
  const [file, setFile] = useState<Dropped>();
  const [answer, setAnswer] = useState<VerdictView>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const take = async (picked: File | undefined) =>
    picked && setFile({ name: picked.name, base64: await toBase64(picked) });
  const ask = async (form: HTMLFormElement) => {
    const fields = new FormData(form);
    const body = { brand: brandId.value, text: String(fields.get('text')), from: String(fields.get('from')) };
    setBusy(true);
    setProblem(undefined);
    setAnswer(undefined);
    try {
      setAnswer(await post<VerdictView>('verify', { ...body, ...(file && { file, text: undefined }) }));
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="verify" aria-labelledby="verify-title">
      <h1 id="verify-title">Is this release genuine?</h1>
      <p class="muted">
        Judged for {brand.value?.name ?? 'the brand'}, after what its newsroom and the regulators have said in
        the last three days. Nothing of it is stored.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void ask(event.currentTarget);
        }}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void take(event.dataTransfer?.files[0]);
        }}
      >
        <label>
          Text, or a raw e-mail with its headers
          <textarea class="field" name="text" rows={12} disabled={file !== undefined} />
        </label>
        <label>
          Where it came from: the sender’s address, or a link
          <input class="field" name="from" placeholder="press@example.com or https://…" />
        </label>
        <p class="buttons">
          <button type="submit" class="strong" disabled={busy}>
            {busy ? 'Judging …' : 'Verify'}
          </button>
          <label class="pick">
            Drop a file here, or choose one (.eml, .html, .txt)
            <input type="file" onChange={({ currentTarget }) => void take(currentTarget.files?.[0])} />
          </label>
          {file && (
            <button type="button" class="link" onClick={() => setFile(undefined)}>
              Without {file.name}
            </button>
          )}
        </p>
      </form>
      <div aria-live="polite">
        {problem && <p class="risk">{problem}</p>}
        {answer && <Verdict answer={answer} />}
      </div>
    </section>
  );
}

function Verdict({ answer }: { answer: VerdictView }) {
  const { verdict, name, advice, score, signals } = answer;
  return (
    <>
      <h2 class={`verdict ${verdict ?? 'none'}`}>
        {name[0]?.toUpperCase() + name.slice(1)}
        {verdict !== null && <span class="muted"> score {score.toFixed(2)}</span>}
      </h2>
      <p>{advice}</p>
      <ul class="signals">
        {[...signals]
          .sort((a, b) => Number(a.weight === 0) - Number(b.weight === 0))
          .map((signal) => (
            <li key={signal.name + signal.evidence}>
              <span class="number">{weightOf(signal.weight)}</span>
              <span>
                {signal.explanation} <span class="evidence">{signal.evidence}</span>
              </span>
            </li>
          ))}
      </ul>
    </>
  );
}

function weightOf(weight: number): string {
  return weight === 0 ? '·' : `${weight > 0 ? '+' : '−'}${Math.abs(weight).toFixed(1)}`;
}

function toBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
