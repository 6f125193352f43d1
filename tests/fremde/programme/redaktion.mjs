// The configuration of both content management systems, as the keeper of a site would write it for case files. Sveltia
// starts with no field whose name has a blank in it; there, two keys of the head have no field.
const text = (name, mehr = {}) => ({ name, label: name, widget: "string", required: false, ...mehr });
const tag = (name) => ({ ...text(name), widget: "datetime", format: "YYYY-MM-DD", date_format: "YYYY-MM-DD", time_format: false });
const liste = (name) => ({ ...text(name), widget: "list" });

export const config = (mitLeerzeichen) => ({
  load_config_file: false,
  backend: { name: "test-repo" },
  media_folder: "bilder",
  locale: "en",
  collections: [
    {
      name: "faelle",
      label: "Fälle",
      folder: "faelle",
      identifier_field: "ID",
      slug: "{{fields.ID}}",
      create: true,
      fields: [
        text("ID"), tag("Erstkontakt"), text("Akquise"), text("Status"), text("Berater"), text("Betreuungsstufe"),
        text("Arbeitsmarktstatus"), tag("Bewilligung bis"), tag("Einwilligung"), liste("Hilfenetz"), text("Vertretung"),
        text("Zu beachten"), { name: "body", label: "Verlauf", widget: "markdown" },
      ].filter((feld) => mitLeerzeichen || !feld.name.includes(" ")),
    },
  ],
});
