// One line in which the reader types an address or a host, with a button: the same for sites, access and gateways.
import type { ComponentChildren } from "preact";
import { text } from "../text.js";

export function LineForm(props: {
  /** Keys of texts. */
  label: string;
  button: string;
  placeholder: string;
  typed: string;
  onType(typed: string): void;
  onSubmit(): void;
  /** What is typed can't be taken. */
  disabled: boolean;
  children?: ComponentChildren;
}) {
  const { label, button, placeholder, typed, onType, onSubmit, disabled, children } = props;
  return (
    <form
      class="line"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <label>
        {text(label)}
        <input
          value={typed}
          onInput={(event) => onType(event.currentTarget.value)}
          placeholder={placeholder}
          autocomplete="off"
          spellcheck={false}
          dir="ltr"
        />
      </label>
      {children}
      <button type="submit" disabled={disabled}>
        {text(button)}
      </button>
    </form>
  );
}
