import { useState } from 'preact/hooks';
import { needsLogIn, post } from './ask-server';
import { loadOverview } from './model';

/** The form in front of a console with a password. */
export function LogInView() {
  const [error, setError] = useState<string>();
  const logIn = async (form: HTMLFormElement) => {
    try {
      await post('login', { password: String(new FormData(form).get('password')) });
      needsLogIn.value = false;
      await loadOverview();
    } catch (failure) {
      setError((failure as Error).message);
    }
  };
  return (
    <main class="log-in">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void logIn(event.currentTarget);
        }}
      >
        <h1>Vigie</h1>
        <label>
          Password
          <input class="field" type="password" name="password" required autocomplete="current-password" />
        </label>
        <button type="submit" class="strong">
          Log in
        </button>
        <p class="risk" role="alert">
          {error}
        </p>
      </form>
    </main>
  );
}
