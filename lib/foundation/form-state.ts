/**
 * What a refused form tells its page. It is written into the page and sent back by the browser, so it never
 * carries a secret and is never trusted: the next attempt is judged from the form alone.
 */
export interface FormState {
  /** Grows by one with every refused answer: the signal to move focus to the summary. */
  attempt: number;
  /** What was typed, without passwords, codes, files and tokens. */
  values: Record<string, string>;
  /** Message keys below `errors`, with the parameters of each. */
  fieldErrors: Record<string, FormMessage[]>;
  formError?: FormMessage;
  requestId?: string;
}

export interface FormMessage {
  key: string;
  params?: Record<string, string | number>;
}

export type FormAction = (previous: FormState, form: FormData) => Promise<FormState>;

export const emptyFormState: FormState = { attempt: 0, values: {}, fieldErrors: {} };
