"""The questionnaire versions that visits pin."""

from __future__ import annotations

from sqlalchemy import select

from clinic_feedback.records.models.consultations import QuestionnaireVersion
from clinic_feedback.records.transaction import Transaction
from forms.loading.pack import Pack


class PinnedVersionError(Exception):
    """A version's structure is not the one that visits in these records pinned."""


def pinned(tx: Transaction, pack: Pack) -> QuestionnaireVersion:
    """The record of a version, made when a visit first asks it.

    Raises PinnedVersionError where its structure is another than it was then.
    """
    questionnaire = pack.questionnaire
    name, version = questionnaire.name, questionnaire.version
    row = tx.session.scalars(
        select(QuestionnaireVersion).filter_by(questionnaire=name, version=version)
    ).one_or_none()
    if row is None:
        row = QuestionnaireVersion(questionnaire=name, version=version, structure_hash=pack.structure_hash)
        tx.session.add(row)
        tx.session.flush()
    if row.structure_hash != pack.structure_hash:
        raise PinnedVersionError(
            f"{name} {version}: visits pinned the structure {row.structure_hash[:12]}, the pack has "
            f"{pack.structure_hash[:12]}; put the pack back as it was, and publish changes as a new version"
        )
    return row


def newest(tx: Transaction, questionnaire: str) -> Pack:
    """The version that new visits ask. Raises UnknownPackError."""
    return tx.catalogue.get(questionnaire, tx.catalogue.versions(questionnaire)[-1])


def asking(tx: Transaction, questionnaire: str, structure_hash: str) -> Pack:
    """The newest version that asks what visits were asked; that of new visits where none is installed."""
    alike = tx.session.scalars(
        select(QuestionnaireVersion.version).filter_by(
            questionnaire=questionnaire, structure_hash=structure_hash
        )
    ).all()
    known = [version for version in tx.catalogue.versions(questionnaire) if version in alike]
    return tx.catalogue.get(questionnaire, known[-1]) if known else newest(tx, questionnaire)
