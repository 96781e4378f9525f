"""A button that copies a text."""

import streamlit as st

from ui.presenting import px

# Browsers offer their clipboard on https and on localhost only. Elsewhere the older command copies what is selected.
_component = st.components.v2.component(
    "nnkit.copy_button",
    js="""export default ({ data: { label, text }, parentElement }) => {
        const button = document.createElement("button")
        Object.assign(button, { type: "button", textContent: label })
        Object.assign(button.style, {
            font: "inherit", padding: "4px 12px", cursor: "pointer", color: "var(--st-text-color)",
            background: "var(--st-background-color)", border: "1px solid var(--st-border-color)",
            borderRadius: "var(--st-button-radius)",
        })
        const copySelected = () => {
            const field = document.createElement("textarea")
            field.value = text
            Object.assign(field.style, { position: "absolute", opacity: 0, height: "1px" })
            parentElement.append(field)
            field.select()
            const copied = document.execCommand("copy")
            field.remove()
            button.focus()
            return copied
        }
        const copy = async () => {
            try {
                await navigator.clipboard.writeText(text)
                return true
            } catch {
                return copySelected()
            }
        }
        button.onclick = async () => {
            button.textContent = await copy() ? "Copied" : "Select the link and copy it"
        }
        parentElement.replaceChildren(button)
    }""",
    isolate_styles=False,
)


def show_copy_button(label: str, text: str, key: str) -> None:
    """Show a button that puts the text on the clipboard, and then says so."""
    _component(key=key, data={"label": label, "text": text}, height=px(40))
