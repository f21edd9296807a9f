// The language of the extension: the browser's, or another.
import { LANGUAGES, text } from "../text.js";
import { useKeep } from "./keep.js";

export function Languages() {
  const { settings, change } = useKeep();
  return (
    <section aria-labelledby="language">
      <h2 id="language">{text("optionsLanguage")}</h2>
      <label>
        {text("optionsLanguageWords")}
        <select
          value={settings.language}
          onChange={(event) =>
            void change({ language: event.currentTarget.value }, text("optionsLanguageChanged"))
          }
        >
          <option value="">{text("optionsLanguageBrowser")}</option>
          {Object.entries(LANGUAGES).map(([language, name]) => (
            <option key={language} value={language} lang={language.replace("_", "-")}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}
